import { SqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { testStore } from './store-suite.ts'

testStore('SQLite', () => SqliteStore.open(':memory:', true))
