#!/usr/bin/env node
// An old Node.js must reach this check. So this file imports nothing and uses no syntax newer than Node.js 12.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 13)) void import('./main.ts')
else {
  process.stderr.write(
    `sms: this needs Node.js 22.13 or later, and runs on ${process.versions.node}; install a newer one, see https://nodejs.org.\n`,
  )
  process.exitCode = 1
}
