/** The doc comments of a source file, which are Markdown too: each line where it was, and all code left out. */
export function docComments(source: string): string {
  let isComment = false
  return source
    .split('\n')
    .map((line) => {
      isComment ||= /^\s*\/\*\*/.test(line)
      const text = isComment ? line.replace(/^\s*(?:\/\*\*|\*(?!\/))? ?/, '').replace(/\s*\*\/.*$/, '') : ''
      isComment &&= !line.includes('*/')
      return text
    })
    .join('\n')
}
