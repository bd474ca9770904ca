// This file imports nothing, and has no syntax that Node.js 12 cannot parse: an old runtime must get as far as the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 13)) void import('./demo.ts')
else {
  process.stderr.write(
    `demo: this needs Node.js 22.13 or later, and runs on ${process.versions.node}; install a newer one, see https://nodejs.org.\n`,
  )
  process.exitCode = 1
}
