import { fromMarkdown } from 'mdast-util-from-markdown'
import { visit } from 'unist-util-visit'

/** A fenced code block of a README or a doc comment. */
export interface CodeBlock {
  /** What stands behind the opening fence; empty when nothing does. */
  readonly language: string
  readonly code: string
  /** The line of the file that the code begins on. */
  readonly line: number
  /** Whether it is marked as one that cannot run by itself. */
  readonly compileOnly: boolean
  /** The file that it is an excerpt of, relative to the root; null if it is code of its own. */
  readonly excerptOf: string | null
  /** What it prints: the `text` block that follows a `ts` block directly. Null if there is none. */
  readonly prints: string | null
}

const COMPILE_ONLY = '<!-- docs: compile only -->'
const EXCERPT = /^<!-- docs: excerpt of (\S+) -->$/

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  visit(fromMarkdown(markdown), 'code', (node, index = 0, parent) => {
    const before = parent?.children[index - 1]
    const mark = before?.type === 'html' ? before.value : ''
    const after = parent?.children[index + 1]
    blocks.push({
      language: node.lang ?? '',
      code: node.value,
      line: (node.position?.start.line ?? 0) + 1,
      compileOnly: mark === COMPILE_ONLY,
      excerptOf: EXCERPT.exec(mark)?.[1] ?? null,
      prints: node.lang === 'ts' && after?.type === 'code' && after.lang === 'text' ? after.value : null,
    })
  })
  return blocks
}

/** The commands of this repository that a document names within its text, such as `npx pnpm@12 test`. */
export function inlineCommands(markdown: string): readonly string[] {
  const commands: string[] = []
  visit(fromMarkdown(markdown), 'inlineCode', ({ value }) => {
    if (value.startsWith('npx pnpm@')) commands.push(value.replaceAll('\n', ' '))
  })
  return commands
}
