#!/usr/bin/env node
// This file imports nothing, and Node.js 12 can parse it, so that an old runtime reaches the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 13)) void import('./main.ts')
else {
  process.stderr.write(
    `sms-record: this needs Node.js 22.13 or later, and runs on ${process.versions.node}; install a newer one, see https://nodejs.org.\n`,
  )
  process.exitCode = 1
}
