import { expect, test } from 'vitest';
import { parseIpcTable } from './ipc-objects.ts';

test('each object with a key is told with its kind, whatever the sign of its key', () => {
	const tables = `       key      shmid perms                  size  cpid  lpid nattch   uid
         0          1   600                  4096    40     0      0     0
        77          0   600                  4096    40     0      0     0
       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
-559038737          0   600          1     0     0     0     0          0 1795457711
       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid
        78          0   600           0          0     0     0     0     0
`;
	expect(parseIpcTable(tables)).toEqual([
		{ kind: 'shared-memory', what: 'key 0x0000004d' },
		{ kind: 'semaphores', what: 'key 0xdeadbeef' },
		{ kind: 'message-queue', what: 'key 0x0000004e' },
	]);
});

test('a table that cannot be read holds nothing', () => expect(parseIpcTable('')).toEqual([]));
