package tocsin

import "time"

// Story is articles about the same happening.
type Story struct {
	ID       string    `json:",omitzero"`
	Title    string    `json:",omitzero"` // of the central article
	Central  string    `json:",omitzero"` // the article most like the others
	Articles []string  `json:",omitzero"` // their IDs, sorted
	Outlets  []string  `json:",omitzero"` // that brought them, sorted; filled in by the ledger
	From, To time.Time // first and last publication; zero where none is known
	// Pinned: an analyst gave the story its articles and its ID.
	Pinned bool `json:",omitzero"`
}

// StoryChange is one step in the history of a story.
type StoryChange struct {
	What     string    `json:",omitzero"` // created, grew, merged, split, moved, ended
	Story    string    `json:",omitzero"`
	From     string    `json:",omitzero"` // the other story, where there is one
	Articles []string  `json:",omitzero"` // those that came, sorted
	At       time.Time `json:",omitzero"` // when the ledger learnt of it
}
