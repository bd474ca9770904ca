import { randomUUID } from 'node:crypto'
import { testStore } from '../../archive/test/store-suite.ts'
import { PostgresStore } from '../src/store/postgres-store.ts'

const url = process.env['SMS_TEST_DATABASE_URL'] ?? ''

testStore('PostgreSQL', () => PostgresStore.open(url, `test_${randomUUID()}`, true))
