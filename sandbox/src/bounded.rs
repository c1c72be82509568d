//! A map that forgets its oldest entries, so that a sandbox can run for weeks.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

pub(crate) struct Bounded<Key, Value> {
    limit: usize,
    entries: HashMap<Key, Value>,
    oldest_first: VecDeque<Key>,
}

impl<Key: Clone + Eq + Hash, Value> Bounded<Key, Value> {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            entries: HashMap::new(),
            oldest_first: VecDeque::new(),
        }
    }

    pub(crate) fn insert(&mut self, key: Key, value: Value) {
        if self.entries.insert(key.clone(), value).is_none() {
            self.oldest_first.push_back(key);
        }
        while self.oldest_first.len() > self.limit {
            if let Some(oldest) = self.oldest_first.pop_front() {
                self.entries.remove(&oldest);
            }
        }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&Value> {
        self.entries.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &Key) -> Option<&mut Value> {
        self.entries.get_mut(key)
    }
}

#[cfg(test)]
mod tests {
    use super::Bounded;

    #[test]
    fn the_oldest_entry_is_dropped_beyond_the_limit() {
        let mut map = Bounded::new(2);
        for key in ["first", "second", "third"] {
            map.insert(key, ());
        }
        assert!(map.get(&"first").is_none());
        assert!(map.get(&"second").is_some());
        assert!(map.get(&"third").is_some());
    }

    #[test]
    fn replacing_an_entry_drops_nothing() {
        let mut map = Bounded::new(2);
        map.insert("first", 1);
        map.insert("second", 1);
        map.insert("second", 2);
        assert_eq!(map.get(&"first"), Some(&1));
        assert_eq!(map.get(&"second"), Some(&2));
    }
}
