import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { testStore } from './store-suite.ts'

testStore('SQLite', () => openSqliteStore(':memory:', true))
