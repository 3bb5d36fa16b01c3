const [first] = ['b']
export default first
