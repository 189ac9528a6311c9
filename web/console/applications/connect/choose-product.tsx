import { TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { iconOf } from '../doors/door-icon.ts'
import classes from './connect.module.css'
import { isFound, type Product } from './products.ts'

interface ChooseProductProps {
  readonly products: readonly Product[]
  readonly onChoose: (product: Product) => void
}

/** All that can be connected, with a search. */
export function ChooseProduct({ products, onChoose }: ChooseProductProps) {
  const { t } = useTranslation('console')
  const [search, setSearch] = useState('')
  const found = products.filter((product) => isFound(product, search.trim()))
  // Whatever is not known by name can still come by one of the doors.
  const shown = found.length > 0 ? found : products.filter(({ name }) => name === undefined)
  return (
    <div className={classes.choose}>
      <TextInput
        type="search"
        label={t('products.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <p className={classes.count} aria-live="polite">
        {found.length === 0 ? t('products.unknown') : t('products.found', { count: found.length })}
      </p>
      <ul className={classes.grid}>
        {shown.map((product) => (
          <li key={product.id}>
            <ProductButton product={product} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ProductButton({ product, onChoose }: { product: Product } & Pick<ChooseProductProps, 'onChoose'>) {
  const { t } = useTranslation('console')
  const { name, kind, template } = product
  const Icon = iconOf(kind.id)
  return (
    <button type="button" className={classes.product} onClick={() => onChoose(product)}>
      <span className={classes.icon} aria-hidden="true">
        <Icon size={20} />
      </span>
      <strong>{name ?? t('products.other')}</strong>
      {template !== undefined && <span className={classes.about}>{template.about}</span>}
      <span className={classes.by}>{kind.name}</span>
    </button>
  )
}
