/** `npm run catalogue`: writes docs/catalogue.md from the scenarios. */
import { writeFileSync } from 'node:fs';
import { cataloguePage, kitScenarios, pageFile } from './catalogue-page.ts';

writeFileSync(pageFile, cataloguePage(await kitScenarios()));
