//! A few values by their keys, in the order of the keys. The first is in place, since a command touches one case, one
//! refund and seldom more than one line: then nothing is allocated.

use alloc::vec::Vec;

/// Values by their keys, in the order of the keys.
#[derive(Clone, Debug)]
pub(in crate::order) struct Touched<K, T> {
    /// The entry with the lowest key.
    first: Option<(K, T)>,
    more: Vec<(K, T)>,
}

impl<K: Copy + Ord, T> Touched<K, T> {
    pub(in crate::order) const fn new() -> Self {
        Self { first: None, more: Vec::new() }
    }

    pub(in crate::order) fn get(&self, key: K) -> Option<&T> {
        match &self.first {
            Some((lowest, value)) if *lowest == key => Some(value),
            _ => self.more.get(self.search(key).ok()?).map(|(_, value)| value),
        }
    }

    pub(in crate::order) fn get_mut(&mut self, key: K) -> Option<&mut T> {
        if self.first.as_ref().is_some_and(|(lowest, _)| *lowest == key) {
            return self.first.as_mut().map(|(_, value)| value);
        }
        let index = self.search(key).ok()?;
        self.more.get_mut(index).map(|(_, value)| value)
    }

    /// Returns the value with this key. It is made where there is none, if that is possible.
    pub(in crate::order) fn get_or_insert_with(
        &mut self,
        key: K,
        make: impl FnOnce() -> Option<T>,
    ) -> Option<&mut T> {
        match &self.first {
            None => self.first = Some((key, make()?)),
            Some((lowest, _)) if *lowest == key => {}
            Some(_) => {
                if self.search(key).is_err() {
                    self.insert(key, make()?);
                }
                return self.get_mut(key);
            }
        }
        self.first.as_mut().map(|(_, value)| value)
    }

    /// Puts a value in, in the place of the one with this key, if there is one.
    pub(in crate::order) fn insert(&mut self, key: K, value: T) {
        let Some(first) = &mut self.first else {
            self.first = Some((key, value));
            return;
        };
        if first.0 == key {
            first.1 = value;
        } else if key < first.0 {
            let second = core::mem::replace(first, (key, value));
            self.more.insert(0, second);
        } else {
            match self.search(key) {
                Ok(index) => {
                    if let Some(entry) = self.more.get_mut(index) {
                        entry.1 = value;
                    }
                }
                Err(index) => self.more.insert(index, (key, value)),
            }
        }
    }

    fn search(&self, key: K) -> Result<usize, usize> {
        self.more.binary_search_by_key(&key, |(key, _)| *key)
    }

    /// Returns whether this is so of one of the values.
    pub(in crate::order) fn any(&self, is_so: impl Fn(K, &T) -> bool) -> bool {
        self.first.as_ref().is_some_and(|(key, value)| is_so(*key, value))
            || self.more.iter().any(|(key, value)| is_so(*key, value))
    }

    pub(in crate::order) fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.first.iter().chain(&self.more).map(|(key, value)| (*key, value))
    }
}

impl<K, T> IntoIterator for Touched<K, T> {
    type Item = (K, T);
    type IntoIter = core::iter::Chain<core::option::IntoIter<(K, T)>, alloc::vec::IntoIter<(K, T)>>;

    fn into_iter(self) -> Self::IntoIter {
        self.first.into_iter().chain(self.more)
    }
}
