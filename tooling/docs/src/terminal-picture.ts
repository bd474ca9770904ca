import { createAnsiSequenceParser, type ParseToken } from 'ansi-sequence-parser'
import stringWidth from 'string-width'

/** A command and what it printed on a terminal, with its colours as escape sequences. */
export interface TerminalSession {
  readonly command: string
  readonly output: string
  /** Columns of the terminal. */
  readonly columns: number
}

const CELL = { width: 8.4, height: 20 }
const MARGIN = 20
const TITLE_BAR = 40
// Half a pixel inside the edge, so that a line of one pixel is sharp.
const EDGE = 0.5

// Each has a contrast of at least 4.5 to 1 on the background (WCAG 2.2, 1.4.3).
const BACKGROUND = '#0d1117'
const FRAME = '#444c56'
const TEXT = '#e6edf3'
const FAINT = '#8d96a0'
const COLOURS: ReadonlyMap<string, string> = new Map([
  ['red', '#ff7b72'],
  ['green', '#3fb950'],
  ['yellow', '#d29922'],
  ['cyan', '#39c5cf'],
])

/**
 * Draws a terminal session as an SVG. It carries its own background, so that it looks the same on a light and a dark page,
 * and no font: every run of text is stretched to the width of its cells, whatever monospaced font a reader has.
 *
 * @throws {Error} for a colour that the picture does not know.
 */
export function terminalPicture({ command, output, columns }: TerminalSession): string {
  const lines = [prompt(command), ...parsed(output)]
  const width = columns * CELL.width + 2 * MARGIN
  const height = TITLE_BAR + lines.length * CELL.height + MARGIN
  const texts = lines.flatMap((line, row) => drawnLine(line, TITLE_BAR + row * CELL.height))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
  <title id="title">${escaped(command)}</title>
  <style>
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: ${TEXT} }
  </style>
  <rect x="${EDGE}" y="${EDGE}" width="${width - 1}" height="${height - 1}" rx="8" fill="${BACKGROUND}" stroke="${FRAME}"/>
  <circle cx="22" cy="18" r="6" fill="#ff5f57"/>
  <circle cx="42" cy="18" r="6" fill="#febc2e"/>
  <circle cx="62" cy="18" r="6" fill="#28c840"/>
${texts.map((text) => `  ${text}\n`).join('')}</svg>
`
}

type Run = Pick<ParseToken, 'value' | 'foreground' | 'decorations'>

function prompt(command: string): readonly Run[] {
  const dollar = { value: '$ ', foreground: null, decorations: new Set<'dim'>(['dim']) }
  return [dollar, { value: command, foreground: null, decorations: new Set() }]
}

function parsed(output: string): readonly (readonly Run[])[] {
  const parser = createAnsiSequenceParser()
  return output
    .trimEnd()
    .split('\n')
    .map((line) => parser.parse(line))
}

/** @param top Of the line's cells. */
function drawnLine(runs: readonly Run[], top: number): readonly string[] {
  let column = 0
  return runs.flatMap((run) => {
    const start = column + run.value.length - run.value.trimStart().length
    column += stringWidth(run.value)
    const text = run.value.trim()
    if (text === '') return []
    const x = rounded(MARGIN + start * CELL.width)
    const length = rounded(stringWidth(text) * CELL.width)
    const place = `x="${x}" y="${top + 14}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`
    return [`<text ${place}${fillOf(run)}>${escaped(text)}</text>`]
  })
}

function fillOf({ foreground, decorations }: Run): string {
  if (decorations.has('dim')) return ` style="fill: ${FAINT}"`
  if (foreground === null) return ''
  const colour = foreground.type === 'named' ? COLOURS.get(foreground.name) : undefined
  if (colour === undefined) {
    throw new Error(`The picture has no colour for ${JSON.stringify(foreground)}. Add it to COLOURS.`)
  }
  return ` style="fill: ${colour}"`
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
