package widgets

// OnInput, if set, is called at every sign of the person in one of these widgets: a key, a
// click, the pointer coming in. The idle lock counts from the last one.
var OnInput func()

func input() {
	if OnInput != nil {
		OnInput()
	}
}
