package story

// forest is a partition of entries whose parts only ever grow together
// (union-find, Tarjan 1975), with the members of each.
type forest struct {
	parent []int32
	sizes  []int32
	lists  [][]int32 // the members, at roots
}

func (f *forest) add() {
	place := int32(len(f.parent))
	f.parent = append(f.parent, place)
	f.sizes = append(f.sizes, 1)
	f.lists = append(f.lists, []int32{place})
}

func (f *forest) root(place int32) int32 {
	for f.parent[place] != place {
		f.parent[place] = f.parent[f.parent[place]]
		place = f.parent[place]
	}
	return place
}

func (f *forest) size(root int32) int { return int(f.sizes[root]) }

func (f *forest) members(root int32) []int32 { return f.lists[root] }

// join makes the parts of two entries one, and returns the members of what is
// thereby too large and was not before.
func (f *forest) join(a, b int) (outgrown []int32) {
	large, small := f.root(int32(a)), f.root(int32(b))
	if large == small {
		return nil
	}
	if f.sizes[large] < f.sizes[small] {
		large, small = small, large
	}
	before := [2]bool{f.size(large) > largest, f.size(small) > largest}
	f.parent[small] = large
	f.sizes[large] += f.sizes[small]
	if f.size(large) > largest {
		if !before[0] {
			outgrown = append(outgrown, f.lists[large]...)
		}
		if !before[1] {
			outgrown = append(outgrown, f.lists[small]...)
		}
	}
	f.lists[large] = append(f.lists[large], f.lists[small]...)
	f.lists[small] = nil
	return outgrown
}
