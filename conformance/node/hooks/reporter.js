'use strict';
// A mocha reporter of any version: a JSON object a line into the file that CONFORMANCE_REPORT names, written at once,
// so that a suite that is cut off has told what it came to.

const fs = require('fs');

module.exports = function Reporter(runner) {
  const report = fs.openSync(process.env.CONFORMANCE_REPORT, 'a');
  const write = (state, test, error) => {
    const line = { state, title: test.fullTitle(), error: error && String(error.message || error) };
    fs.writeSync(report, JSON.stringify(line) + '\n');
    console.log(`${state} ${line.title}${error ? `\n${error.stack || error}` : ''}`);
  };
  runner.on('pass', test => write('passed', test));
  runner.on('fail', (test, error) => write('failed', test, error));
  runner.on('pending', test => write('pending', test));
};
