/** How long loading a file takes in a fresh process, in ms. */
'use strict';

const before = performance.now();
require(require('node:path').resolve(process.argv[2]));
process.stdout.write(String(performance.now() - before), () => process.exit());
