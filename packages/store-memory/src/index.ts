export { type Change, type Durability, type Outcome, StateChanged, type View } from './durability.ts'
export { Engine } from './engine.ts'
export { EngineDriver } from './engine-driver.ts'
export { memoryDriver } from './memory-driver.ts'
