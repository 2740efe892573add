// Replaces style sheets: each class keeps its name in the source.
export default new Proxy({}, { get: (_, name) => name })
