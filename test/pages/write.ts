import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../testing/repository.ts';
import { trackRecordPage, trackRecordPageFile } from '../track-record/track-record-page.ts';
import { zooPage, zooPageFile } from '../zoo/zoo-page.ts';
import { apiPage } from './api.ts';
import { architecturePage } from './architecture.ts';
import { clientBundle, clientBundleFile } from './client-bundle.ts';

// Before the pages: the compiler reads it for them.
writeFileSync(clientBundleFile, await clientBundle());
/** Writes the pages that are made from the sources: `npm run pages`. A test fails when they are stale. */
writeFileSync(path.join(repository, 'docs/api.md'), await apiPage());
writeFileSync(path.join(repository, 'docs/architecture.md'), architecturePage());
writeFileSync(zooPageFile, zooPage());
writeFileSync(trackRecordPageFile, trackRecordPage());
