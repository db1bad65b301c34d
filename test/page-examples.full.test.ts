import { testExamples } from './testing/page-examples.ts';

testExamples((page) => page !== 'README.md');
