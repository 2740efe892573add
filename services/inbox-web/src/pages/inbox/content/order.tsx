import type { Content } from '@inbox/contracts'
import { useFormat } from '../../../i18n/format.ts'
import classes from './content-view.module.css'
import { useMessages } from './messages.ts'

/** A cart: items, quantities and, if the channel reports them, prices. */
export function Order({ order: { items, currency } }: { order: Extract<Content, { type: 'order' }> }) {
  const t = useMessages()
  const format = useFormat()
  const costOf = ({ price, quantity }: (typeof items)[number]) =>
    price === undefined ? '' : format.money(price * quantity, currency)
  const isPriced = items.every(({ price }) => price !== undefined)
  const total = items.reduce((sum, { price = 0, quantity }) => sum + price * quantity, 0)
  return (
    <table className={classes.order} aria-label={t.order}>
      <tbody>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items never move, and may occur twice
          <tr key={index}>
            <td>{format.number(item.quantity)} ×</td>
            <th scope="row">
              <bdi>{item.name ?? item.id}</bdi>
            </th>
            <td>{costOf(item)}</td>
          </tr>
        ))}
      </tbody>
      {isPriced && (
        <tfoot>
          <tr>
            <td />
            <th scope="row">{t.total}</th>
            <td>{format.money(total, currency)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
