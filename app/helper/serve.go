package helper

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"runtime/debug"

	"watchword/vault"
)

// A program that was started as a helper is one, before its main and whatever else it does at its
// start. It stands here and not in main because whatever links this package can start itself: a
// test's program, too, which would otherwise run all its tests again as its own helper.
func init() {
	c, ok := inherited()
	if !ok {
		return
	}
	_ = vault.NoDumps() // it raises a cost; nothing depends on it
	serve(c)
	os.Exit(0)
}

const (
	headOfRequest = 1 + 8 + 8 // job, memory, more
	mostOptions   = 4 << 10
)

// bounded has the collector work harder before a bound is reached than it would by itself.
func bounded(memory uint64) { debug.SetMemoryLimit(int64(min(memory-memory/8, math.MaxInt64))) }

// maxRequest bounds what a helper is given: the largest picture, and one byte by which it is too large.
const maxRequest = 128<<20 + 1

// jobs are what a helper does with its data.
var jobs = map[job]func(context.Context, *peer, []byte) error{
	jobDecode: serveDecode,
	jobDerive: serveDerive,
	jobRead:   serveRead,
	jobDetect: serveDetect,
	jobTest:   serveTest,
}

// serve does one piece of work.
func serve(c *channel) {
	head, err := c.expect(kindRequest, headOfRequest+mostOptions)
	if err != nil || len(head) < headOfRequest {
		return
	}
	memory, more := binary.BigEndian.Uint64(head[1:]), binary.BigEndian.Uint64(head[9:])
	if err := confine(memory + more); err != nil {
		c.fail(&StartError{err})
		return
	}
	bounded(memory)
	data, err := c.expect(kindData, maxRequest)
	if err != nil {
		return
	}
	do := jobs[job(head[0])]
	if do == nil {
		c.fail(errWords)
		return
	}
	said := listen(c)
	said.memory, said.more, said.options = memory, more, head[headOfRequest:]
	defer func() {
		// The decoders are not ours. Only the type of what one fell over is told, never its text, which may
		// be of the file.
		if p := recover(); p != nil {
			c.fail(fmt.Errorf("%w", ErrCrashed))
		}
	}()
	if err := do(context.Background(), said, data); err != nil {
		c.fail(err)
	}
}

// A peer is the process that asked, as the helper sees it.
type peer struct {
	*channel
	replies      chan []byte
	options      []byte
	memory, more uint64
}

// listen hears the other process while the work is done. When it lets go there is nobody to work for.
func listen(c *channel) *peer {
	p := &peer{channel: c, replies: make(chan []byte)}
	go func() {
		for {
			reply, err := c.expect(kindReply, maxRequest)
			if err != nil {
				os.Exit(0)
			}
			p.replies <- reply
		}
	}()
	return p
}

// ask puts a question and waits for its answer.
func (p *peer) ask(question []byte) ([]byte, error) {
	if err := p.send(kindAsk, question); err != nil {
		return nil, err
	}
	return <-p.replies, nil
}
