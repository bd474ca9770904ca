import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../src/store/sqlite/migrate.ts'

const FIRST = "CREATE TABLE message (text TEXT); INSERT INTO message VALUES ('hi')"
const SECOND = "ALTER TABLE message ADD COLUMN language TEXT; UPDATE message SET language = 'en'"

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
})
afterEach(() => database.close())

const versionOf = (): unknown => database.prepare('PRAGMA user_version').get()?.['user_version']

test('a file of an older schema gets the steps that it lacks, and each only once', () => {
  migrate(database, 1, [FIRST])
  expect(versionOf()).toBe(1)
  migrate(database, 1, [FIRST, SECOND])
  migrate(database, 1, [FIRST, SECOND])
  expect(versionOf()).toBe(2)
  expect(database.prepare('SELECT * FROM message').all()).toEqual([{ text: 'hi', language: 'en' }])
})

test('a step that fails leaves the file as it was', () => {
  migrate(database, 1, [FIRST])
  expect(() => migrate(database, 1, [FIRST, SECOND, 'CREATE TABLE message (text TEXT)'])).toThrow(
    /already exists/,
  )
  expect(versionOf()).toBe(1)
  expect(database.prepare('SELECT * FROM message').all()).toEqual([{ text: 'hi' }])
})
