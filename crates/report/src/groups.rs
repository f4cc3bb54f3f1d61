//! Things that share something are told together.

/// Adds something to the group with this key; a group that is not there yet comes last.
pub(crate) fn add<K: PartialEq, V>(groups: &mut Vec<(K, Vec<V>)>, key: K, member: V) {
    match groups.iter_mut().find(|(known, _)| *known == key) {
        Some((_, members)) => members.push(member),
        None => groups.push((key, vec![member])),
    }
}
