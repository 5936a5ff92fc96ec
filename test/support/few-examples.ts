/** For mutation testing: properties are tried with few examples, and with the same ones for each mutant. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_123, numRuns: 25 });
