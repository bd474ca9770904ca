import { breakingType, CONTRACT, understatedReleases } from './contract.ts'
import { planReleases } from './release-plan.ts'
import { ROOT, workspacePackages } from '@sms/config/workspace'

const packages = workspacePackages(ROOT)
const understated = understatedReleases(await planReleases(ROOT), packages)
if (understated.length > 0) {
  const options = understated.map(({ name, oldVersion }) => `--${breakingType(oldVersion)} ${name}`)
  process.stderr
    .write(`Nothing is versioned: the change of ${CONTRACT} breaks programs, and packages that hand it on
would be released as patches. Say of them what breaks, too:

    npx pnpm@12 changeset ${options.join(' ')}
`)
  process.exitCode = 1
}
