import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString } from 'mdast-util-to-string'
import { visit } from 'unist-util-visit'

/**
 * Returns the links and images of a document that lead nowhere: to a file that is missing, or to a heading that is. Links to
 * other hosts are not followed.
 *
 * @param file Relative to `folder`, from which its links are resolved.
 */
export function deadLinks(file: string, folder: string): readonly string[] {
  return linksOf(readFileSync(join(folder, file), 'utf8')).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? join(folder, file) : join(folder, dirname(file), path)
    if (!existsSync(target)) return true
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
  })
}

function linksOf(markdown: string): readonly string[] {
  const links: string[] = []
  visit(fromMarkdown(markdown), ['link', 'image', 'definition'], (node) => {
    if ('url' in node) links.push(node.url)
  })
  return links
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(markdown: string): readonly string[] {
  const slugger = new GithubSlugger()
  const anchors: string[] = []
  visit(fromMarkdown(markdown), 'heading', (node) => {
    anchors.push(slugger.slug(toString(node)))
  })
  return anchors
}
