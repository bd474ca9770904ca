import { playReleases, PROVIDERS, type Release } from './play-releases.ts'

const { first, provider, fix, contract, refusal, withSimulator } = await playReleases((progress) => {
  process.stderr.write(`${progress} …\n`)
})
for (const release of [first, provider, fix, contract]) process.stdout.write(`\n${table(release)}\n`)
process.stdout.write(`
A breaking change of @sms/simulator would release: ${withSimulator.join(', ')}

Before the change of the contract was said of all that hand it on:
${refusal}
`)

function table({ title, rows, published, tags, installed }: Release): string {
  const lines = [
    ['package', 'before', 'after', 'why it is released'],
    ...rows
      .filter(({ isPublic }) => isPublic)
      .map(({ name, before, after, why }) => [name, before, after, why]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const kept = rows.filter(({ isPublic, before, after }) => !isPublic && before === after)
  return [
    title,
    ...lines.map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    `${kept.length} private packages: as they were`,
    `${published.length} published, tags: ${tags.join(' ')}`,
    `npm install ${PROVIDERS.map((name) => `${name}@latest`).join(' ')}: ${installed.join(' ')}`,
  ].join('\n')
}
