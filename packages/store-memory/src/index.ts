export { type Change, type Durability, Engine, type Outcome, StateChanged, type View } from './engine.ts'
export { EngineDriver } from './engine-driver.ts'
export { memoryDriver } from './memory-driver.ts'
