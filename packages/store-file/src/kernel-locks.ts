// oxlint-disable-next-line typescript/triple-slash-reference -- whoever compiles this from another package needs the types too
/// <reference path="./fs-native-extensions.d.ts" />
export { default as kernelLocks } from 'fs-native-extensions'
