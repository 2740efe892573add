import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowsSort } from '@tabler/icons-react'
import { useMessages } from '../messages.ts'
import { listOrders } from './arranged.ts'
import { chooseOrder, useListOrder } from './list-order.ts'

/** Chooses the order of the agent's own work. */
export function OrderMenu() {
  const t = useMessages()
  const order = useListOrder()
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon
          variant={order === 'status' ? 'subtle' : 'light'}
          {...(order === 'status' && { color: 'gray' })}
          size={34}
          aria-label={`${t.order}: ${t.orders[order]}`}
          title={`${t.order}: ${t.orders[order]}`}
        >
          <IconArrowsSort size={18} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {listOrders.map(each => (
          <Menu.RadioItem
            key={each}
            value={each}
            checked={each === order}
            onChange={() => chooseOrder(each)}
            closeMenuOnClick
          >
            {t.orders[each]}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
