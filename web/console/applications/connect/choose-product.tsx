import { TextInput } from '@mantine/core'
import IconKey from '@tabler/icons-react/icons/IconKey'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { iconOf } from '../doors/door-icon.ts'
import classes from './connect.module.css'
import { isFound, isSaid, type Product } from './products.ts'

interface ChooseProductProps {
  readonly products: readonly Product[]
  readonly onChoose: (product: Product | 'own-code') => void
}

/** All that can be connected, with a search. */
export function ChooseProduct({ products, onChoose }: ChooseProductProps) {
  const { t } = useTranslation('console')
  const [search, setSearch] = useState('')
  const ownCode = { name: t('products.ownCode'), about: t('products.ownCodeText'), by: t('keys.title') }
  const found = products.filter((product) => isFound(product, search.trim()))
  // Whatever is not known by name can still come by one of the doors.
  const shown = found.length > 0 ? found : products.filter(({ name }) => name === undefined)
  return (
    <div className={classes.choose}>
      <TextInput
        type="search"
        autoFocus
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
            <ProductButton
              Icon={iconOf(product.kind.id)}
              name={product.name ?? t('products.other', { door: product.kind.name })}
              about={product.template?.about}
              by={product.name === undefined ? undefined : product.kind.name}
              onChoose={() => onChoose(product)}
            />
          </li>
        ))}
        {(found.length === 0 || isSaid(Object.values(ownCode), search.trim())) && (
          <li>
            <ProductButton Icon={IconKey} {...ownCode} onChoose={() => onChoose('own-code')} />
          </li>
        )}
      </ul>
    </div>
  )
}

interface ProductButtonProps {
  readonly Icon: ComponentType<{ size?: number }>
  readonly name: string
  readonly about: string | undefined
  /** What it comes by, where its name does not say so. */
  readonly by: string | undefined
  readonly onChoose: () => void
}

function ProductButton({ Icon, name, about, by, onChoose }: ProductButtonProps) {
  return (
    <button type="button" className={classes.product} onClick={onChoose}>
      <span className={classes.icon} aria-hidden="true">
        <Icon size={20} />
      </span>
      <strong>{name}</strong>
      {about !== undefined && <span className={classes.about}>{about}</span>}
      {by !== undefined && <span className={classes.by}>{by}</span>}
    </button>
  )
}
