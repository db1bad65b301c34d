/** Whether this HTTP status, as the answer to a handshake, says that the server works and wants to know who connects. */
export function wantsCredentials(status: number | null | undefined): boolean {
	return status === 401 || status === 403;
}
