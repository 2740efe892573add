// Jest transform for components that compiles as the web app's build does: types erased, JSX turned into calls. Lines
// stay those of the source.
import { transformSync } from 'rolldown/utils'

export default {
  process(source: string, path: string) {
    const { code, map, errors } = transformSync(path, source, {
      lang: 'tsx',
      jsx: { runtime: 'automatic' },
      sourcemap: true
    })
    if (errors.length > 0) throw new AggregateError(errors, `${path} does not compile`)
    return { code, map: JSON.stringify(map) }
  }
}
