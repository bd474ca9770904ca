/**
 * Markdown with a part of it written anew, between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws {Error} where it has no such marks.
 */
export function withGeneratedPart(markdown: string, name: string, content: string): string {
  const begin = `<!-- ${name} -->`
  const end = `<!-- /${name} -->`
  const from = markdown.indexOf(begin) + begin.length
  const to = markdown.indexOf(end)
  if (from < begin.length || to < from) throw new Error(`There is no ${begin} … ${end} to write between.`)
  return `${markdown.slice(0, from)}\n\n${content}\n\n${markdown.slice(to)}`
}
