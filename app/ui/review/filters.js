// Filters that combine; what they mean is the server's (app/store/_wishes.py). Pure.
export const active = (filters) => Object.values(filters).filter((wanted) => wanted !== '' && wanted !== undefined).length;
