/** Writes products into the catalogue through the API. @returns their SKUs */
export async function makeProducts(url: string, prefix: string, count: number, onHand: number): Promise<string[]> {
  const stamp = Date.now().toString(36);
  const skus = Array.from({ length: count }, (_, index) => `${prefix}-${stamp}-${index + 1}`);
  for (let from = 0; from < count; from += BATCH) {
    const products = skus.slice(from, from + BATCH).map((sku) => ({ sku, name: sku, price: 9.9, on_hand: onHand }));
    const answer = await fetch(`${url}/products/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ products, atomic: true }),
    });
    if (!answer.ok) throw new Error(`the products could not be made: ${answer.status} ${await answer.text()}`);
  }
  return skus;
}

const BATCH = 100;
