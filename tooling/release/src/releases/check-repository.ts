import { fileURLToPath } from 'node:url'
import { manifestUrl, namedRepositories } from './repository.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server = 'https://github.com' } = process.env
const here = repository === undefined ? undefined : `${server}/${repository}`

const wrong = namedRepositories(ROOT).filter((url) =>
  // RFC 2606 reserves .example: it stands there until the project has a home.
  here === undefined ? new URL(url).hostname.endsWith('.example') : url !== manifestUrl(here),
)
if (wrong.length > 0) {
  process.stderr.write(`Nothing is released: the packages name ${wrong.join(', ')} as their repository.
Name the one that they are in, and commit it:

    npx pnpm@12 set-repository ${here ?? 'https://github.com/OWNER/NAME'}
`)
  process.exitCode = 1
}
