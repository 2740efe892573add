import type { UseQueryResult } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { Loaded } from './editor.tsx'

export interface EntityFormProps<Entity> {
  /** Missing for a new entity. */
  known?: Entity
  onReload?: () => void
}

/** The page of one entity: its form, empty for `new`, otherwise shown once read; remounted with each version. */
export function editorOf<Entity extends { version: number }>(
  useOne: (id: string) => UseQueryResult<Entity>,
  Form: ComponentType<EntityFormProps<Entity>>
) {
  function Known({ id }: { id: string }) {
    const query = useOne(id)
    return (
      <Loaded query={query}>
        {known => <Form key={known.version} known={known} onReload={() => void query.refetch()} />}
      </Loaded>
    )
  }
  return ({ id }: { id: string }) => (id === 'new' ? <Form /> : <Known id={id} />)
}
