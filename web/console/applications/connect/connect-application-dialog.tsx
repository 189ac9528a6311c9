import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CreatedApplication } from '../../../api/applications.ts'
import type { IssuedKey } from '../../../api/types.ts'
import { Dialog } from '../../../kit/dialog.tsx'
import { QueryState } from '../../../step-up/query-state.tsx'
import { CreateDialog } from '../create-dialog.tsx'
import { ConnectedDialog } from '../doors/connected-dialog.tsx'
import { useDoorKinds } from '../doors/use-door-kinds.ts'
import { IssueDialog } from '../issue-dialog.tsx'
import { IssuedKeyDialog } from '../issued-key-dialog.tsx'
import { ChooseProduct } from './choose-product.tsx'
import { ProductForm } from './product-form.tsx'
import { type Product, productsOf } from './products.ts'

/**
 * From the name of a product to an application that is connected: what it is, where it is, what to do there. Own code
 * gets its first key at once.
 */
export function ConnectApplicationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console')
  const kinds = useDoorKinds()
  const [product, setProduct] = useState<Product | 'own-code'>()
  const back = () => setProduct(undefined)
  const [made, setMade] = useState<CreatedApplication>()
  const [issued, setIssued] = useState<IssuedKey>()
  if (made?.connection !== undefined)
    return <ConnectedDialog application={made} door={made.connection} onClose={onClose} />
  if (issued !== undefined) return <IssuedKeyDialog apiKey={issued} onClose={onClose} />
  if (made !== undefined) return <IssueDialog application={made} onIssued={setIssued} onClose={onClose} />
  if (product === 'own-code') return <CreateDialog onMade={setMade} onBack={back} onClose={onClose} />
  if (product !== undefined)
    return (
      <Dialog
        key={product.id}
        onClose={onClose}
        title={product.name === undefined ? product.kind.name : t('products.connect', { name: product.name })}
      >
        <ProductForm product={product} onMade={setMade} onBack={back} />
      </Dialog>
    )
  return (
    <Dialog wide onClose={onClose} title={t('products.title')}>
      <QueryState query={kinds} height={420} />
      {kinds.isSuccess && <ChooseProduct products={productsOf(kinds.data)} onChoose={setProduct} />}
    </Dialog>
  )
}
