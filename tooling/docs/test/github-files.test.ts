import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '@sms/config/workspace'
import { providerFolders } from '../src/documents.ts'

// The form schema of GitHub: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
const text = v.pipe(v.string(), v.nonEmpty())
const id = v.optional(v.pipe(v.string(), v.regex(/^[\w-]+$/)))
const validations = v.optional(v.strictObject({ required: v.boolean() }))
const shown = { label: text, description: v.optional(text) }
const typed = { ...shown, placeholder: v.optional(text), value: v.optional(text) }
const options = <Item extends v.GenericSchema>(item: Item): v.GenericSchema =>
  v.pipe(
    v.array(item),
    v.minLength(1),
    v.check(
      (list) => new Set(list.map((one) => JSON.stringify(one))).size === list.length,
      'distinct options',
    ),
  )
const element = v.variant('type', [
  v.strictObject({ type: v.literal('markdown'), attributes: v.strictObject({ value: text }) }),
  v.strictObject({
    type: v.literal('textarea'),
    id,
    attributes: v.strictObject({ ...typed, render: v.optional(text) }),
    validations,
  }),
  v.strictObject({ type: v.literal('input'), id, attributes: v.strictObject(typed), validations }),
  v.strictObject({
    type: v.literal('dropdown'),
    id,
    attributes: v.strictObject({ ...shown, multiple: v.optional(v.boolean()), options: options(text) }),
    validations,
  }),
  v.strictObject({
    type: v.literal('checkboxes'),
    id,
    attributes: v.strictObject({
      ...shown,
      options: options(v.strictObject({ label: text, required: v.optional(v.boolean()) })),
    }),
  }),
])
const form = v.strictObject({
  name: text,
  description: text,
  labels: v.optional(v.array(text)),
  body: v.pipe(v.array(element), v.minLength(1)),
})

// The options of Dependabot that we use: https://docs.github.com/code-security/reference/supply-chain-security/dependabot-options-reference
const update = v.strictObject({
  'package-ecosystem': v.picklist(['npm', 'github-actions']),
  directory: v.pipe(v.string(), v.startsWith('/')),
  schedule: v.strictObject({ interval: v.picklist(['daily', 'weekly', 'monthly']) }),
  groups: v.optional(
    v.record(
      text,
      v.strictObject({
        'dependency-type': v.optional(v.picklist(['development', 'production'])),
        'update-types': v.optional(v.array(v.picklist(['major', 'minor', 'patch']))),
        patterns: v.optional(v.array(text)),
      }),
    ),
  ),
})
const dependabot = v.strictObject({ version: v.literal(2), updates: v.pipe(v.array(update), v.minLength(1)) })

const read = (file: string): unknown => parse(readFileSync(`${ROOT}/.github/${file}`, 'utf8'))
const forms = globSync('ISSUE_TEMPLATE/*.yml', { cwd: `${ROOT}/.github` })
  .filter((file) => basename(file) !== 'config.yml')
  .map((file) => ({ file, content: read(file) }))

describe('the issue forms', () => {
  test.each(forms)('$file is a form that GitHub accepts', ({ content }) => {
    const { issues = [] } = v.safeParse(form, content)
    expect(issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)).toEqual([])
  })

  test('have names, and ids of their own', () => {
    const parsed = forms.map(({ content }) => v.parse(form, content))
    expect(new Set(parsed.map(({ name }) => name)).size).toBe(3)
    for (const { body } of parsed) {
      const ids = body.flatMap((one) => ('id' in one && one.id !== undefined ? [one.id] : []))
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('offer every provider', () => {
    const list = JSON.stringify(read('ISSUE_TEMPLATE/documentation-differs.yml'))
    for (const folder of providerFolders) expect(list).toContain(`"@sms/${basename(folder)}"`)
  })
})

test('Dependabot accepts its settings, and every folder that it looks into has a manifest', () => {
  const { updates } = v.parse(dependabot, read('dependabot.yml'))
  const folders = updates
    .filter((one) => one['package-ecosystem'] === 'npm')
    .map(({ directory }) => directory)
  expect(folders.filter((folder) => !existsSync(`${ROOT}${folder}/package.json`))).toEqual([])
})
