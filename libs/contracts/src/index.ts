export * from './problems/problems.js';
