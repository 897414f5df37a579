import type { System } from '../../system/system.js';

/** Holds the row of a product as a slow transaction would. @returns how to let it go */
export async function holdStock({ database }: System, sku: string): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const transaction = database.transaction(async (tx) => {
    await tx`select from stock where sku = ${sku} for update`;
    held.resolve();
    await released.promise;
  });
  await Promise.race([held.promise, transaction]);
  return () => {
    released.resolve();
    return transaction;
  };
}
