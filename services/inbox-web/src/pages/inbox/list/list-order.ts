import { storage } from '../../../state/storage.ts'
import { createStore, useStore } from '../../../state/store.ts'
import { type ListOrder, listOrders } from './arranged.ts'

const KEY = 'inbox-list-order'

const isOrder = (text: string | undefined): text is ListOrder => listOrders.includes(text as ListOrder)

const kept = storage.get(KEY)
const order = createStore<ListOrder>(isOrder(kept) ? kept : 'status')

export function chooseOrder(next: ListOrder): void {
  storage.set(KEY, next)
  order.set(next)
}

export const useListOrder = (): ListOrder => useStore(order)
