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
}

const COMPILE_ONLY = '<!-- docs: compile only -->'

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  visit(fromMarkdown(markdown), 'code', (node, index = 0, parent) => {
    const before = parent?.children[index - 1]
    blocks.push({
      language: node.lang ?? '',
      code: node.value,
      line: (node.position?.start.line ?? 0) + 1,
      compileOnly: before?.type === 'html' && before.value === COMPILE_ONLY,
    })
  })
  return blocks
}
