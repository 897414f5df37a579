/** What Nest injects where the thing itself is an interface of a library and has no class to be its token. */
export const DATABASE = Symbol('Database');
export const JETSTREAM = Symbol('JetStream');
export const ORDERS_SETTINGS = Symbol('OrdersSettings');
