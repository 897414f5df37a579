/** The orders of a list, with the column each goes by; `-` is descending. Every one has the id as tie-break. */
export const ORDER_SORTS = ['-created_at', 'created_at', '-updated_at', 'updated_at', '-total_amount', 'total_amount'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];
