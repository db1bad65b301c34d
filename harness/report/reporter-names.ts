/** Forms of a report that are files as well as something to print. */
export const fileReporters = ['json', 'junit', 'markdown', 'tap', 'compact'] as const;
export type FileReporter = (typeof fileReporters)[number];

export const reporterNames = ['terminal', ...fileReporters] as const;
export type ReporterName = (typeof reporterNames)[number];
