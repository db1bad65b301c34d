import { expect, test } from 'vitest';
import { renderJUnit } from './junit.ts';
import { sampleCases, sampleReport } from './testing/sample-report.ts';

test('a case of every kind', () => {
	expect(renderJUnit(sampleReport(sampleCases()))).toMatchInlineSnapshot(`
		"<?xml version="1.0" encoding="UTF-8"?>
		<testsuites name="gatelock" tests="7" failures="3" errors="1" skipped="2" time="41.234">
			<testsuite name="gatelock" tests="7" failures="3" errors="1" skipped="2" time="41.234">
				<properties>
					<property name="verdict" value="fail"/>
					<property name="gateway" value="node my-gateway.mjs gateway --port {port}"/>
					<property name="contract" value="clawdbot-2025-12"/>
					<property name="isolation" value="own user, pid, network and mount namespaces"/>
					<property name="seed" value="42"/>
					<property name="gatelock" value="0.1.0"/>
					<property name="node" value="24.21.0"/>
				</properties>
				<testcase name="SIGKILL when ready" classname="scenarios/kill.scenario.ts" time="1.234"/>
				<testcase name="second instance while the holder runs" classname="scenarios/kill.scenario.ts" time="1.234">
					<failure message="exact-error-in-use: g2 lost, but the message that it printed is not the exact one." type="exact-error-in-use">
		exact-error-in-use: g2 lost, but the message that it printed is not the exact one.
		  expected: another gateway instance is already listening on ws://127.0.0.1:18789
		  printed: another gateway instance is already listening on ws://localhost:18789.
		  +0.402 s  g1 listens on 127.0.0.1:18789 (pid 412)
		  +0.431 s  g2 spawned: node my-gateway.mjs gateway --port 18789
		  +0.861 s  g2 stderr: another gateway instance is already listening on ws://localhost:18789.
		  +0.867 s  g2 exited with code 1
		timeline: .gatelock/runs/0001/cases/second-while-holder-runs
		repeat: npx gatelock run second/while-holder-runs --seed 42
		</failure>
				</testcase>
				<testcase name="SIGKILL with 50 clients" classname="scenarios/kill.scenario.ts" time="1.234">
					<failure message="no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 412, which is dead." type="no-stale-lock">
		no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 412, which is dead.
		  +1.204 s  SIGKILL to the tree of g1, proved by its wait status
		  +1.231 s  audit, no instance alive: tmp/gateway.4f2a.lock, 18 bytes, new: {"pid":412}
		timeline: .gatelock/runs/0001/cases/kill-sigkill-with-clients
		repeat: npx gatelock run kill/sigkill-with-clients --seed 42
		</failure>
				</testcase>
				<testcase name="heap exhaustion" classname="scenarios/kill.scenario.ts" time="1.234">
					<failure message="flaky, its runs disagree: no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 977, which is dead." type="no-stale-lock">
		no-stale-lock: tmp/gateway.4f2a.lock was left behind: it names pid 977, which is dead.
		  +1.204 s  SIGKILL to the tree of g1, proved by its wait status
		  +1.231 s  audit, no instance alive: tmp/gateway.4f2a.lock, 18 bytes, new: {"pid":412}
		timeline: .gatelock/runs/0001/cases/kill-heap
		repeat: npx gatelock run kill/heap --seed 42 --repeat 5
		</failure>
				</testcase>
				<testcase name="SIGKILL before the bind" classname="scenarios/kill.scenario.ts" time="1.234">
					<error message="The fault SIGKILL was planned at the first bind, but there is no proof that it fired." type="invalid">
		timeline: .gatelock/runs/0001/cases/kill-before-bind
		repeat: npx gatelock run kill/before-bind --seed 42
		</error>
				</testcase>
				<testcase name="bind fails with EACCES" classname="scenarios/kill.scenario.ts" time="1.234">
					<skipped message="strace is not on the PATH"/>
				</testcase>
				<testcase name="bind fails with EMFILE" classname="scenarios/kill.scenario.ts" time="1.234">
					<skipped message="strace is not on the PATH"/>
				</testcase>
			</testsuite>
		</testsuites>
		"
	`);
});
