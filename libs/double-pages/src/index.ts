export { answerJson, bytesOf, isFromHere } from './http.ts'
export { createPages, type Pages } from './pages.ts'
export { type Served, serve } from './serve.ts'
