export default 'own for browsers';
