import { randomUUID } from 'node:crypto'
import { testDatabase } from '@sms/postgres/test-database'
import { testStore } from '../../archive/test/store-suite.ts'
import { PostgresStore } from '../src/store/postgres-store.ts'

const { url } = testDatabase()

testStore('PostgreSQL', () => PostgresStore.open(url, randomUUID(), true))
