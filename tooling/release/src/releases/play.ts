import { markdownTable } from 'markdown-table'
import { playReleases, PROVIDERS, type Release } from './play-releases.ts'

const { first, provider, fix, contract, refusal, withSimulator } = await playReleases((progress) => {
  process.stderr.write(`${progress} …\n`)
})
for (const release of [first, provider, fix, contract]) process.stdout.write(`\n${describe(release)}\n`)
process.stdout.write(`
A breaking change of @sms/simulator would release: ${withSimulator.join(', ')}

Before the change of the contract was said of all that hand it on:
${refusal}
`)

function describe({ title, packages, published, tags, installed }: Release): string {
  const rows = packages
    .filter(({ isPublic }) => isPublic)
    .map(({ name, before, after, why }) => [name, before, after, why])
  const kept = packages.filter(({ isPublic, before, after }) => !isPublic && before === after)
  return [
    title,
    markdownTable([['package', 'before', 'after', 'why it is released'], ...rows]),
    `${kept.length} private packages: as they were`,
    `${published.length} published, tags: ${tags.join(' ')}`,
    `npm install ${PROVIDERS.map((name) => `${name}@latest`).join(' ')}: ${installed.join(' ')}`,
  ].join('\n')
}
