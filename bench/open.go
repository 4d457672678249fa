package main

import "context"

func (b *bench) opening(ctx context.Context) error { return nil }
func (b *bench) size(ctx context.Context) error    { return nil }
func (b *bench) page(ctx context.Context) error    { return nil }
